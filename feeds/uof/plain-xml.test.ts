import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { FUZZ_RUNS, mutatedText } from '../testing/mutations.ts';
import { readPlainXml } from './plain-xml.ts';
import { MESSAGES } from './testing/messages.ts';
import { readAnyXml } from './xml.ts';

const LIMITS = { maxBytes: 1_000_000, maxElements: 1_000, maxAttributes: 3, maxDepth: 3 };
const MESSAGE_LIMITS = { ...LIMITS, maxAttributes: 40, maxDepth: 24 };

describe('plain XML', () => {
  test.each(Object.entries(MESSAGES))('is what a message of kind %s is', (_kind, xml) => {
    const plain = readPlainXml(xml, MESSAGE_LIMITS);
    expect(plain).toBeDefined();
    expect(plain).toEqual(readAnyXml(xml));
  });

  test.each([
    '<a/>',
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<a></a>\n',
    `<a x='1' y="2"/>`,
    '<a\n x=""\t y.z-1="é > \'"><b><c/><c ></c></b></a>',
    '<x1 a="1" aa="2"><xx1 b="3"/><xy1 ab="4"/><x1 ba="5"/></x1>',
  ])('reads %j as a whole parser does', (xml) => {
    const plain = readPlainXml(xml, LIMITS);
    expect(plain).toBeDefined();
    expect(plain).toEqual(readAnyXml(xml));
  });

  test.each([
    ['nothing', ''],
    ['text', '<a>text</a>'],
    ['a reference', '<a x="&amp;"/>'],
    ['a comment', '<a><!-- b --></a>'],
    ['a section', '<a><![CDATA[b]]></a>'],
    ['a document type', '<!DOCTYPE a><a/>'],
    ['an instruction', '<?php?><a/>'],
    ['a declaration of another version', '<?xml version="1.1"?><a/>'],
    ['a declaration in capitals', '<?XML VERSION="1.0"?><a/>'],
    ['another encoding', '<?xml version="1.0" encoding="UTF-16"?><a/>'],
    ['two documents', '<a/><b/>'],
    ['a wrong end', '<a><b></a></b>'],
    ['the end of a longer name', '<a></ab>'],
    ['no end', '<a><b/>'],
    ['an end alone', '</a>'],
    ['a tag that breaks off', '<a x="1"'],
    ['a value that breaks off', '<a x="1'],
    ['a value without marks', '<a x=1/>'],
    ['no value', '<a x/>'],
    ['attributes without a gap', '<a x="1"y="2"/>'],
    ['twice an attribute', '<a x="1" x="1"/>'],
    ['a name of Object', '<a constructor="1"/>'],
    ['the name of a prototype', '<a __proto__="1"/>'],
    ['a tag in a value', '<a x="<"/>'],
    ['a line break in a value', '<a x="1\n2"/>'],
    ['a control character', '<a x="\u0001"/>'],
    ['half of a character', '<a x="\uD800"/>'],
    ['what is no character', '<a x="\uFFFF"/>'],
    ['a name that is not of ASCII', '<ä/>'],
    ['a name that begins with a digit', '<1a/>'],
    ['a blank before the name', '< a/>'],
    ['a slash in the middle', '<a / >'],
    ['too many attributes', '<a a="1" b="1" c="1" d="1"/>'],
    ['too many levels', '<a><b><c><d/></c></b></a>'],
    ['too many elements', `<a>${'<b/>'.repeat(1_000)}</a>`],
  ])('is not %s', (_what, xml) => {
    expect(readPlainXml(xml, LIMITS)).toBeUndefined();
  });

  property.prop([mutatedText(Object.values(MESSAGES))], { numRuns: FUZZ_RUNS })(
    'whose reading differs from that of a whole parser is never found',
    (xml) => {
      const plain = readPlainXml(xml, MESSAGE_LIMITS);
      if (plain !== undefined) expect(plain).toEqual(readAnyXml(xml));
    },
  );
});

/** One element with its attributes and child elements. Text between elements says nothing in this protocol. */
export type XmlElement = Readonly<{
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly XmlElement[];
}>;

export type XmlLimits = Readonly<{
  maxBytes: number;
  maxElements: number;
  maxAttributes: number;
  maxDepth: number;
}>;

import { Type, type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';

import {
  InputError,
  MARKET_TYPES,
  marketKey,
  type MarketIdentity,
  type MarketKey,
  type RacingMarketType,
} from '#contracts/mod.ts';
import { complaint } from '#app/calculations/mod.ts';
import { definitionOf, identifyMarket } from '#markets/mod.ts';
import {
  basketballOutlook,
  FACE_OFF,
  iceHockeyOutlook,
  NBA_GAME,
  NHL_GAME,
  orderLaw,
  racingChances,
  startOfMatch,
  tennisPricer,
  tipOff,
  type BasketballModel,
  type BasketballState,
  type FiveWay,
  type IceHockeyModel,
  type OrderModel,
  type TennisModel,
  type TennisState,
} from '#odds/models/mod.ts';

import { pricedAnswers, type Margin, type PricedAnswers } from './priced-market.ts';

/**
 * A question on any sport but football: the model and the state as `odds/models` has them, and the markets
 * wanted; without `markets`, every type that needs no specifiers.
 */
const QuestionSchema = Type.Object(
  {
    sport: Type.Enum(['tennis', 'basketball', 'ice-hockey', 'racing']),
    model: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    state: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    /** Racing: the win chances of the declared runners, 0 for a non-runner. */
    win: Type.Optional(Type.Array(Type.Number())),
    markets: Type.Optional(Type.Array(Type.String())),
  },
  { additionalProperties: false },
);
type Question = Static<typeof QuestionSchema>;
type Pricer = (identity: MarketIdentity) => readonly FiveWay[];

function checked<Schema extends TSchema>(
  schema: Schema,
  value: unknown,
  field: string,
): Static<Schema> {
  if (Value.Check(schema, value)) return value;
  throw new InputError('FORMAT_INVALID', field, value, `is wrong:${complaint(schema, value)}`);
}

const loses = { lose: 0, halfLose: 0, push: 0, halfWin: 0, win: 0 };

function racing({ model, win = [] }: Question): Pricer {
  const law = orderLaw((model ?? { kind: 'harville' }) as OrderModel, win);
  return ({ type, specifiers }) =>
    racingChances(law, type as RacingMarketType, specifiers).map((chance) => ({
      ...loses,
      win: chance,
      lose: 1 - chance,
    }));
}

function pricerOf(question: Question): Pricer {
  const { sport, model = {}, state } = question;
  switch (sport) {
    case 'tennis': {
      const format: TennisModel['format'] = { bestOf: 3, finalSet: 'tb7' };
      // The pricer checks what the question put over the defaults.
      const asked: TennisModel = { p: NaN, q: NaN, format, ...model };
      const start = { ...startOfMatch('unknown'), ...state } as TennisState;
      return tennisPricer(asked, start);
    }
    case 'basketball': {
      const asked = { ...NBA_GAME, ...model } as BasketballModel;
      const start = { ...tipOff(asked), ...state } as BasketballState;
      return basketballOutlook(asked, start).chances;
    }
    case 'ice-hockey': {
      const asked = { ...NHL_GAME, ...model } as IceHockeyModel;
      return iceHockeyOutlook(asked, { ...FACE_OFF, ...state }).chances;
    }
    case 'racing':
      return racing(question);
  }
}

function identityOf(text: string, field: string): MarketIdentity {
  const identity = identifyMarket(text);
  if (identity !== undefined) return identity;
  throw new InputError('MARKET_UNKNOWN', field, text, 'is no market of the catalogue');
}

const plainMarkets = (sport: string): readonly MarketKey[] =>
  MARKET_TYPES.filter((type) => type.startsWith(`${sport}-`) && definitionOf(type).accepts({})).map(
    (type) => marketKey(type),
  );

/** @throws InputError with the field that is wrong. */
export function priceOtherSport(input: unknown, margin?: Margin): readonly PricedAnswers[] {
  const question = checked(QuestionSchema, input, 'input');
  const pricer = pricerOf(question);
  const markets = question.markets ?? plainMarkets(question.sport);
  return markets.map((text, at) => {
    const identity = identityOf(text, `markets[${at}]`);
    const chances = pricer(identity);
    const { outcomes } = definitionOf(identity.type);
    return pricedAnswers(
      marketKey(identity.type, identity.specifiers),
      new Map(
        outcomes(identity.specifiers).map((id, place) => [
          id,
          chances[place] ?? { ...loses, lose: 1 },
        ]),
      ),
      margin,
    );
  });
}

-- The accounts of the house in every currency that wallets can have since then. An account's id is that of the
-- same account in euros with the other code at its end.
INSERT INTO ledger_account (id, owner_id, purpose, currency, guarded, provider)
SELECT (left(euros.id::text, 30) || encode(convert_to(more.currency, 'UTF8'), 'hex'))::uuid,
       NULL, euros.purpose, more.currency, euros.guarded, euros.provider
FROM ledger_account AS euros,
     unnest(ARRAY['AUD', 'BHD', 'BRL', 'CAD', 'CHF', 'CZK', 'DKK', 'KWD', 'MXN', 'NOK', 'NZD', 'PLN', 'SEK', 'ZAR'])
       AS more (currency)
WHERE euros.owner_id IS NULL AND euros.currency = 'EUR';

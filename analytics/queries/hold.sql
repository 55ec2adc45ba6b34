-- What do we keep of each market type?
SELECT market_type, currency, bets, staked, paid, kept, hold
FROM hold_by_market_type
ORDER BY staked DESC

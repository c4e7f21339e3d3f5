-- How long customers stay, as known on a scored day: the curve of each length of contract, as JSON
-- (src/scoring/retention/stay.h). Days from before are computed anew, because a new column is kept of each account, too.
ALTER TABLE score_day ADD COLUMN retention TEXT;

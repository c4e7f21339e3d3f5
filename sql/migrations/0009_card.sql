-- Any number of cards. `id` is what kept scores name a card by; `position` orders the published cards of a kind, of which
-- an account uses the first whose segment it is in; `revision` counts the changes of a draft, so that two people who edit
-- the same one notice.
ALTER TABLE card ADD COLUMN id BIGINT;
ALTER TABLE card ADD COLUMN position BIGINT NOT NULL DEFAULT 0;
ALTER TABLE card ADD COLUMN segment TEXT;
ALTER TABLE card ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
ALTER TABLE card ADD COLUMN note TEXT;
ALTER TABLE card ADD COLUMN updated BIGINT;
ALTER TABLE card ADD COLUMN updated_by TEXT;
ALTER TABLE card ADD COLUMN published_by TEXT;
ALTER TABLE card ADD COLUMN retired BIGINT;
UPDATE card SET id = (
    SELECT COUNT(*) FROM card c
    WHERE c.key < card.key OR (c.key = card.key AND c.version <= card.version));
CREATE UNIQUE INDEX card_id ON card (id);
CREATE UNIQUE INDEX card_published ON card (key) WHERE state = 'published';
CREATE UNIQUE INDEX card_draft ON card (key) WHERE state = 'draft';

-- Which cards a day was scored with (cards_stamp), instead of the versions of two. Days from before are computed anew.
ALTER TABLE score_day ADD COLUMN cards TEXT NOT NULL DEFAULT '';
ALTER TABLE score_day DROP COLUMN health_version;
ALTER TABLE score_day DROP COLUMN maturity_version;

-- Matrices: two cards crossed, what each cell is called and what it asks for; JSON (docs/matrix.md). The two that Ripen
-- brings along have a row only where somebody changed them; one without a definition was deleted.
CREATE TABLE matrix (
    key TEXT PRIMARY KEY,
    definition TEXT,
    changed BIGINT NOT NULL
);

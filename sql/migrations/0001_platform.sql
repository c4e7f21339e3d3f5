-- What the platform itself needs: settings, people and access, jobs.
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);

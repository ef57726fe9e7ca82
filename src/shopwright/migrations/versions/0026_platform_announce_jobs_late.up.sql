-- Its NOTIFY made every commit that brings a job wait for all others; the shop tells its workers after the commit.
ALTER TABLE jobs.pgqueuer DISABLE TRIGGER tg_pgqueuer_changed;

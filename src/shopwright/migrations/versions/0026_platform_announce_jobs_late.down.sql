ALTER TABLE jobs.pgqueuer ENABLE TRIGGER tg_pgqueuer_changed;

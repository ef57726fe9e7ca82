-- The queue's own indexes look for what waits; people look for what was given up.
CREATE INDEX pgqueuer_held ON jobs.pgqueuer (updated) WHERE status = 'failed';

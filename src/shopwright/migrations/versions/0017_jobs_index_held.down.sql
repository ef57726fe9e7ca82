DROP INDEX jobs.pgqueuer_held;

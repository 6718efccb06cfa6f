/**
 * Loaded into n8n before anything else (`node --require`): when the process that started it is
 * gone, by whatever signal or crash, the channel between the two closes, and n8n ends as well.
 */
process.once('disconnect', () => {
	process.kill(process.pid, 'SIGTERM');
	setTimeout(() => process.exit(1), 5_000).unref();
});

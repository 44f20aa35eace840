/** A worker of the tests ends when the runner lets it go, whatever a library of ours still holds open. */
process.once('disconnect', () => process.exit());

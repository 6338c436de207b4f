// The same journeys, with the data in PostgreSQL and several nodes on it.
process.argv.push('--engine', 'postgres')
await import('../journeys/run.mjs')

// node server.js <port> <directory>: Kinesis on loopback, with its streams in the directory.
// The package's own command line would listen on all interfaces.
const [port, path] = process.argv.slice(2)
const quick = { createStreamMs: 1, deleteStreamMs: 1, updateStreamMs: 1, shardLimit: 1000 }
require('kinesalite')({ path, ...quick }).listen(Number(port), '127.0.0.1')
// It throws when a client goes away in the middle of a request.
process.on('uncaughtException', (error) => console.error(error))

// A bare express server that reads a body and answers 202 with the same bytes every time, made beforehand: what any HTTP collector has to
// do. It neither parses nor keeps anything.
import express from 'express'

let answer = ''
let before = process.cpuUsage()
const app = express()
app.disable('x-powered-by')
app.post('/v1/events', express.raw({ type: () => true, limit: '1mb' }), (_, response) => {
  response.status(202).type('application/json').send(answer)
})
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.on('message', (message) => {
  if (message.answer !== undefined) {
    answer = message.answer
    process.send('taken')
  }
  if (message === 'start') {
    before = process.cpuUsage()
    process.send('started')
  }
  if (message === 'report') {
    const { user, system } = process.cpuUsage(before)
    process.send({ cpuMs: (user + system) / 1000 })
  }
  if (message === 'stop') process.disconnect()
})
process.once('disconnect', () => {
  server.closeAllConnections()
  server.close()
})

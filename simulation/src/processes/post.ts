/** One request to an express app, without a network. */
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Express } from 'express'

export interface RawAnswer {
  readonly status: number
  readonly text: string
}

const NOWHERE = new Socket()

/** `answered` is called when the answer would go to the network. */
export function post(app: Express, path: string, body: string, answered: (answer: RawAnswer) => void): void {
  const request = new IncomingMessage(NOWHERE)
  const bytes = Buffer.from(body)
  request.method = 'POST'
  request.url = path
  request.headers = { 'content-type': 'application/json', 'content-length': String(bytes.length) }
  const response = new ServerResponse(request)
  const end = (text: unknown): ServerResponse => {
    answered({ status: response.statusCode, text: String(text) })
    response.emit('finish')
    return response
  }
  app(request, Object.assign(response, { end }))
  request.push(bytes)
  request.push(null)
}

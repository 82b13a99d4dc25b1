/** A request as patient as its signal: `fetch` gives up when an answer takes five minutes to begin, and a training may. */
import http from 'node:http'
import https from 'node:https'
import { text } from 'node:stream/consumers'

export interface Answer {
  readonly status: number
  readonly text: string
}

export function patientRequest(url: string, method: string, signal: AbortSignal): Promise<Answer> {
  const { request } = new URL(url).protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const call = request(url, { method, signal }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, text: body }), reject)
    })
    call.on('error', reject)
    call.end()
  })
}

import { connect } from 'node:net'

/**
 * Sends one command to a Redis server on its own connection and answers the reply's text as it came, without the type's first
 * character. Only what starting servers needs: replies of one line or one bulk string. An error reply, a closed connection and
 * 2 s of silence reject.
 */
export function redisCommand(port: number, ...words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let received = ''
    const end = (act: () => void): void => {
      socket.destroy()
      act()
    }
    socket.setEncoding('utf8')
    socket.setTimeout(2_000, () => end(() => reject(new Error(`redis on port ${port} is silent on ${words[0] ?? ''}`))))
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`redis on port ${port} closed the connection`)))
    socket.on('connect', () => socket.write(encode(words)))
    socket.on('data', (chunk: string) => {
      received += chunk
      const reply = replyOf(received)
      if (reply === null) return
      end(() => (reply.error ? reject(new Error(`redis on port ${port}: ${reply.text}`)) : resolve(reply.text)))
    })
  })
}

function encode(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`
}

/** Null while the reply is not complete. */
export function replyOf(received: string): { error: boolean; text: string } | null {
  const lineEnd = received.indexOf('\r\n')
  if (lineEnd < 0) return null
  const line = received.slice(1, lineEnd)
  if (!received.startsWith('$')) return { error: received.startsWith('-'), text: line }
  // ASCII only, so that characters are bytes.
  const body = received.slice(lineEnd + 2)
  return body.length < Number(line) + 2 ? null : { error: false, text: body.slice(0, Number(line)) }
}

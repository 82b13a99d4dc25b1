import { PassThrough, Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { readBody } from './read-body.ts'
import { unpack } from './unpack.ts'

const limits = { bodyBytes: 10, bodyTimeoutMs: 5000 }

describe('readBody', () => {
  it('reads what fits to the byte', async () => {
    const body = await readBody(Readable.from([Buffer.from('01234'), Buffer.from('56789')]), limits)
    expect(body.toString()).toBe('0123456789')
  })

  it('refuses one byte more, after letting the sender finish', async () => {
    const stream = Readable.from([Buffer.from('0123456789'), Buffer.from('x')])
    await expect(readBody(stream, limits)).rejects.toMatchObject({ status: 413, closeConnection: false })
  })

  it('stops reading a body that never ends', async () => {
    const endless = new Readable({
      read() {
        this.push(Buffer.alloc(1024 * 1024))
      },
    })
    await expect(readBody(endless, limits)).rejects.toMatchObject({ status: 413, closeConnection: true })
    endless.destroy()
  })

  it('gives up on a body that does not come', async () => {
    const silent = new PassThrough()
    const reading = readBody(silent, { bodyBytes: 10, bodyTimeoutMs: 20 })
    silent.write('0')
    await expect(reading).rejects.toMatchObject({ status: 408, closeConnection: true })
  })

  it('notices a sender that goes away', async () => {
    const stream = new PassThrough()
    const reading = readBody(stream, limits)
    stream.write('0')
    stream.destroy(new Error('connection reset'))
    await expect(reading).rejects.toMatchObject({ status: 400, code: 'body_cut_off' })
  })
})

describe('unpack', () => {
  it('unpacks to the last byte that is allowed', async () => {
    const packed = gzipSync('0123456789')
    expect((await unpack(packed, 10)).toString()).toBe('0123456789')
    await expect(unpack(packed, 9)).rejects.toMatchObject({ status: 413 })
  })

  it('stops at a bomb', async () => {
    await expect(unpack(gzipSync(Buffer.alloc(64 * 1024 * 1024)), 1000)).rejects.toMatchObject({ status: 413 })
  })

  it('refuses what is cut off, and what is no gzip at all', async () => {
    await expect(unpack(gzipSync('0123456789').subarray(0, -4), 100)).rejects.toMatchObject({ status: 400 })
    await expect(unpack(Buffer.from('{}'), 100)).rejects.toMatchObject({ status: 400, code: 'broken_gzip' })
  })
})

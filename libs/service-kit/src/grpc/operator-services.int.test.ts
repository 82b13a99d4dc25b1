import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { Client, credentials } from '@grpc/grpc-js'
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf'
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import { ProfileServiceService, descriptorSet } from '@upnext/contracts'
import { keepLogLines } from '../testing/log-lines.ts'
import { createGrpcServer } from './grpc-server.ts'
import type { GrpcServer } from './grpc-server.ts'
import { grpcService, unary } from './service.ts'

const SERVICE = 'upnext.profiles.v1.ProfileService'
const SERVING = 1
const NOT_SERVING = 2
const notAsked = unary(() => Promise.reject(new Error('not asked for here')))

let server: GrpcServer
let client: Client
beforeEach(async () => {
  server = createGrpcServer({
    name: 'test gRPC',
    host: '127.0.0.1',
    port: 0,
    variable: 'UPNEXT_GRPC_PORT',
    log: keepLogLines().log,
    services: [grpcService(ProfileServiceService, { getProfile: notAsked, getDigest: notAsked })],
    descriptorSet: Buffer.from(descriptorSet, 'base64'),
    drainMs: 100,
  })
  client = new Client(`127.0.0.1:${await server.start()}`, credentials.createInsecure())
})
afterEach(async () => {
  client.close()
  await server.stop()
})

it.each(['', SERVICE])('says of the service %j whether it serves', async (name) => {
  expect(await health(name)).toBe(NOT_SERVING)
  server.setServing(true)
  expect(await health(name)).toBe(SERVING)
  server.setServing(false)
  expect(await health(name)).toBe(NOT_SERVING)
})

it('does not know the health of other services', async () => {
  await expect(health('upnext.other.v1.Other')).rejects.toThrow('NOT_FOUND')
})

it('lists its own services, and none of the other protos', async () => {
  const listed = await reflect(field(7, '*'))
  const services = parse(parse(listed).get(6)?.[0]).get(1) ?? []
  expect(services.map((service) => parse(service).get(1)?.[0]?.toString())).toEqual([SERVICE])
})

it('describes a service with all that a strict client needs', async () => {
  const described = await reflect(field(4, SERVICE))
  // A FileDescriptorResponse has the bytes of a FileDescriptorSet, here with the importing file before the imported.
  const set = fromBinary(FileDescriptorSetSchema, parse(described).get(4)?.[0] ?? Buffer.alloc(0))
  const registry = createFileRegistry({ ...set, file: set.file.toReversed() })
  expect(registry.getService(SERVICE)?.methods.map((method) => method.name)).toEqual(['GetProfile', 'GetDigest'])
  const position = registry.getMessage('upnext.profiles.v1.GetProfileResponse')?.field['position']
  expect(position?.message?.typeName).toBe('upnext.log.v1.Position')
  const generation = registry.getMessage('upnext.profiles.v1.GetProfileRequest')?.field['generation']
  expect(generation?.proto.proto3Optional).toBe(true)
})

async function health(name: string): Promise<number | undefined> {
  const answer = await new Promise<Buffer>((resolve, reject) => {
    const options = { deadline: Infinity }
    client.makeUnaryRequest('/grpc.health.v1.Health/Check', asIs, asIs, field(1, name), options, (error, bytes) =>
      error === null ? resolve(bytes ?? Buffer.alloc(0)) : reject(error),
    )
  })
  // HealthCheckResponse: the status as field 1.
  return answer[1]
}

function reflect(request: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const path = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo'
    const stream = client.makeBidiStreamRequest(path, asIs, asIs)
    stream.on('data', resolve)
    stream.on('error', reject)
    stream.end(request)
  })
}

function asIs(bytes: Buffer): Buffer {
  return bytes
}

/** A protobuf message with one string. */
function field(number: number, text: string): Buffer {
  return Buffer.from([(number << 3) | 2, text.length, ...Buffer.from(text)])
}

/** The length-delimited fields of a protobuf message, by number. */
function parse(message: Buffer | undefined): Map<number, Buffer[]> {
  const fields = new Map<number, Buffer[]>()
  for (let at = 0; message !== undefined && at < message.length;) {
    const tag = message[at++] ?? 0
    if ((tag & 7) !== 2) throw new Error(`wire type ${tag & 7} is not read here`)
    let length = 0
    for (let shift = 0, byte = 0x80; byte >= 0x80; shift += 7) {
      byte = message[at++] ?? 0
      length |= (byte & 0x7f) << shift
    }
    const values = fields.get(tag >> 3) ?? []
    fields.set(tag >> 3, [...values, message.subarray(at, at + length)])
    at += length
  }
  return fields
}

import type { Server } from '@grpc/grpc-js'
import { ReflectionService } from '@grpc/reflection'
import { BinaryReader } from '@bufbuild/protobuf/wire'

/**
 * Lets clients ask what the named services look like: `descriptorSet` is a FileDescriptorSet in binary, as `buf build` writes it.
 *
 * The library is given the files as they are. Read through proto-loader, the usual way, the files of a package become one and
 * lose their imports, and strict clients refuse what they are told.
 */
export function addReflection(server: Server, descriptorSet: Uint8Array, services: readonly string[]): void {
  const definitions = { files: { format: FORMAT, type: {}, fileDescriptorProtos: filesOf(descriptorSet) } }
  new ReflectionService(definitions, { services: [...services] }).addToServer(server)
}

/** Only tells the library's definitions apart by type; reflection does not look at it. */
const FORMAT = 'Protocol Buffer 3 EnumDescriptorProto' as const

/** FileDescriptorSet is one repeated field: its files. */
function filesOf(descriptorSet: Uint8Array): Buffer[] {
  const reader = new BinaryReader(descriptorSet)
  const files: Buffer[] = []
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag()
    if (field === 1) files.push(Buffer.from(reader.bytes()))
    else reader.skip(wireType)
  }
  return files
}

/** From messages to bytes, many times over. */
import { BinaryWriter } from '@bufbuild/protobuf/wire'

interface MessageType<Message> {
  encode(message: Message, writer: BinaryWriter): BinaryWriter
}

/**
 * Writes every message into one buffer that has grown to the size of the largest, and copies it out once: for a page of 90 KiB, growing a
 * new buffer step by step and copying it twice costs as much as writing it.
 */
export function serializer<Message>(type: MessageType<Message>): (message: Message) => Buffer {
  let writer = new BinaryWriter()
  return (message) => {
    try {
      const bytes = type.encode(message, writer).finish()
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    } catch (error) {
      // A message with a value that does not fit has left half of itself in there.
      writer = new BinaryWriter()
      throw error
    }
  }
}

/** From messages to bytes, many times over. */
import { BinaryWriter } from '@bufbuild/protobuf/wire'
import { asBuffer } from '@upnext/ports'

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
      return asBuffer(type.encode(message, writer).finish())
    } catch (error) {
      // A message with a value that does not fit has left half of itself in there.
      writer = new BinaryWriter()
      throw error
    }
  }
}

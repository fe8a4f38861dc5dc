package dev.millrace.flume;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection that sends too much before it is answered, or says that it will: Avro makes
 * room for as many parts as a frame announces. A frame is a number of its own and a count of parts,
 * 4 bytes each, then each part with its length before it. One per connection.
 */
final class RequestLimit extends ChannelDuplexHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RequestLimit.class);

  private final int maxBytes;
  private long bytes;

  /** Of the frame that is coming in: parts that have not begun, and what is left of this one. */
  private int parts;

  private int left;

  /** What has come of the numbers that come next, and how many bytes that is. */
  private long number;

  private int numberBytes;

  RequestLimit(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    bytes += in.readableBytes();
    if (bytes > maxBytes || !follow(in)) {
      LOG.warn(
          "{} is disconnected: its request takes more than {} bytes",
          context.channel().remoteAddress(),
          maxBytes);
      ReferenceCountUtil.release(message);
      ChannelFuture unused = context.close();
    } else {
      context.fireChannelRead(message);
    }
  }

  /** Whether the frame keeps to the limit, as far as it has come. */
  private boolean follow(ByteBuf in) {
    int at = in.readerIndex();
    while (at < in.writerIndex()) {
      if (left > 0) {
        int passed = Math.min(left, in.writerIndex() - at);
        left -= passed;
        at += passed;
      } else {
        number = number << Byte.SIZE | in.getUnsignedByte(at++);
        numberBytes++;
        if (numberBytes == (parts > 0 ? Integer.BYTES : 2 * Integer.BYTES) && !take((int) number)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean take(int value) {
    number = 0;
    numberBytes = 0;
    if (parts > 0) {
      parts--;
      left = value;
      return value >= 0 && value <= maxBytes;
    }
    parts = value;
    return value >= 0 && value <= maxBytes / Integer.BYTES;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    bytes = 0;
    super.write(context, message, promise);
  }
}

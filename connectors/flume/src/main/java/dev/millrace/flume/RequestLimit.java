package dev.millrace.flume;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a connection that sends too much before it is answered. One per connection. */
final class RequestLimit extends ChannelDuplexHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RequestLimit.class);

  private final int maxBytes;
  private long bytes;

  RequestLimit(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    bytes += ((ByteBuf) message).readableBytes();
    if (bytes > maxBytes) {
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

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    bytes = 0;
    super.write(context, message, promise);
  }
}

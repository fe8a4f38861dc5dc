package dev.millrace.alert;

import dev.millrace.core.SinkException;
import dev.millrace.core.alert.AlertMessage;
import dev.millrace.core.sink.StagedBatches;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** How the messages of a batch are staged: the layout of a message as text, and the messages. */
final class StagedMessages {
  private static final StateCodec<List<AlertMessage>> CODEC =
      StateCodecs.list(StateCodecs.record(AlertMessage.class));

  private StagedMessages() {}

  static StagedBatches.Part write(List<AlertMessage> messages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(CODEC.layout());
      CODEC.write(messages, out);
    }
    return new StagedBatches.Part(messages.size(), bytes.toByteArray());
  }

  /**
   * What a file holds.
   *
   * @throws SinkException when it is damaged, or of another version
   */
  static List<AlertMessage> read(Path file) throws IOException {
    ByteBuffer content = StagedBatches.read(file).bytes();
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (!in.readUTF().equals(CODEC.layout())) {
        throw new SinkException(
            file
                + " was staged by another version; have that one tell its alerts, or remove the"
                + " file to give them up");
      }
      return CODEC.read(in);
    }
  }
}

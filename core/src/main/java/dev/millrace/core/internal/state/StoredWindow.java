package dev.millrace.core.internal.state;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.internal.codec.ByteOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The batches of a window as a checkpoint holds them, whatever files they lie in.
 *
 * @param elements layout of the codec of what is in the batches
 * @param ids of the batches, oldest first
 * @param times of the batches, as they stand there
 * @param blocks what each batch holds, encoded
 */
record StoredWindow(String elements, List<Long> ids, List<String> times, List<byte[]> blocks) {
  /** Whether this is the state of a window. */
  static boolean is(StateReader in) {
    return in.has("elements") && in.has("ids") && in.has("times");
  }

  /**
   * @throws CheckpointException when it is not whole
   */
  static StoredWindow of(StateReader in) {
    List<Long> ids = Arrays.stream(in.getLongs("ids")).boxed().toList();
    List<String> times = in.getStrings("times");
    List<byte[]> blocks = in.has("log") ? logged(in.get("log"), ids) : ofFormat1(in, ids.size());
    if (times.size() != ids.size() || blocks.size() != ids.size()) {
      throw new CheckpointException(
          in.part() + " has " + ids.size() + " batches, but content of " + blocks.size());
    }
    return new StoredWindow(in.getString("elements"), ids, times, blocks);
  }

  private static List<byte[]> logged(StateReader in, List<Long> ids) {
    List<byte[]> blocks = new ArrayList<>();
    StateLog log = StateLog.of(in);
    log.restore(in);
    log.read(
        in,
        (batchId, block) -> {
          if (blocks.size() == ids.size() || ids.get(blocks.size()) != batchId) {
            throw new CheckpointException(in.part() + ": batch " + batchId + " is out of place");
          }
          blocks.add(block);
        });
    return blocks;
  }

  private static List<byte[]> ofFormat1(StateReader in, int batches) {
    List<byte[]> blocks = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      StateReader batch = in.get("b" + i);
      ByteOutput block = new ByteOutput();
      block.writeInt(batch.getInt("partitions", 1, Integer.MAX_VALUE));
      byte[] values = batch.getBytes("values");
      block.write(values, 0, values.length);
      blocks.add(block.toBytes());
    }
    return blocks;
  }
}

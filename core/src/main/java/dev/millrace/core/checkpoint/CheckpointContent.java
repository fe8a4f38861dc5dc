package dev.millrace.core.checkpoint;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.internal.state.ContentDigest;
import dev.millrace.core.source.Offset;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a checkpoint says, as a hash: two with the same hash go on alike. It covers the offsets and
 * the state of every part (tables key by key, windows batch by batch, learners, figures), and does
 * not depend on how that is written: on format version, increments, files, number of partitions,
 * engine, run, or on what the clock said, unless state keeps times itself.
 *
 * @param hash SHA-256 in hexadecimal digits
 * @param parts the hash of each part, by name, in their order
 * @param opaque tables whose codecs are not among those of {@link
 *     dev.millrace.core.state.StateCodecs}: of these the blocks of their log count, which do depend
 *     on partitions and increments
 */
public record CheckpointContent(String hash, Map<String, String> parts, List<String> opaque) {
  private static final String VERSION = "millrace-content 1";

  public CheckpointContent {
    parts = Collections.unmodifiableMap(new TreeMap<>(parts));
    opaque = List.copyOf(opaque);
  }

  /**
   * @param storage where the state files are
   * @throws CheckpointException when a state file is damaged or missing
   */
  static CheckpointContent of(Checkpoint checkpoint, Storage storage) {
    Map<String, String> parts = new TreeMap<>();
    List<String> opaque = new ArrayList<>();
    checkpoint
        .parts()
        .forEach(
            (name, bytes) -> {
              StateReader in = StateReader.of(name, bytes, storage);
              parts.put(name, HexFormat.of().formatHex(ContentDigest.of(in, opaque::add)));
            });
    byte[] whole = ContentDigest.of(out -> write(checkpoint, parts, out));
    return new CheckpointContent(HexFormat.of().formatHex(whole), parts, opaque);
  }

  private static void write(Checkpoint checkpoint, Map<String, String> parts, DataOutputStream out)
      throws IOException {
    ContentDigest.writeText(VERSION, out);
    for (var source : new TreeMap<>(checkpoint.offsets()).entrySet()) {
      for (Map.Entry<String, Offset> split : new TreeMap<>(source.getValue()).entrySet()) {
        ContentDigest.writeText(source.getKey(), out);
        ContentDigest.writeText(split.getKey(), out);
        ContentDigest.writeText(split.getValue().value(), out);
      }
    }
    ContentDigest.writeText("", out);
    for (Map.Entry<String, String> part : parts.entrySet()) {
      ContentDigest.writeText(part.getKey(), out);
      ContentDigest.writeText(part.getValue(), out);
    }
  }
}

package dev.millrace.file;

import dev.millrace.core.file.FileTree.Entry;
import dev.millrace.core.source.Offset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far offsets have come, in bytes of the files as they lie on disk. */
final class Progress {
  /** Text is compressed to about a quarter; used until a file has been looked into. */
  private static final double USUAL_RATIO = 0.25;

  private final Map<String, Double> ratios = new HashMap<>();
  private Map<String, Long> sizes = Map.of();
  private long total;

  void files(List<Entry> files) {
    Map<String, Long> found = new HashMap<>();
    total = 0;
    for (Entry file : files) {
      found.put(file.name(), file.size());
      total += file.size();
      if (!InputFile.isCompressed(file.name())) {
        ratios.put(file.name(), 1.0);
      }
    }
    sizes = found;
  }

  /** Says how many bytes of content came out of how many bytes of the file. */
  void observe(InputFile file, long content, long fileBytes) {
    if (file.isCompressed() && content > 0) {
      ratios.put(file.split(), (double) fileBytes / content);
    }
  }

  double of(Map<String, Offset> offsets) {
    double done = 0;
    for (Map.Entry<String, Long> entry : sizes.entrySet()) {
      Offset offset = offsets.get(entry.getKey());
      if (offset != null) {
        done +=
            done(entry.getKey(), (double) entry.getValue(), FileOffset.of(entry.getKey(), offset));
      }
    }
    return total == 0 ? Double.NaN : done / total;
  }

  private double done(String split, double size, FileOffset offset) {
    if (offset.mark() != FileOffset.Mark.OPEN) {
      return size;
    }
    return Math.min(size, offset.position() * ratios.getOrDefault(split, USUAL_RATIO));
  }
}

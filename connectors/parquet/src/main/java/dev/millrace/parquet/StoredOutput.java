package dev.millrace.parquet;

import java.io.IOException;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A file to be written in a place. */
record StoredOutput(Place place, String name) implements OutputFile {
  @Override
  public PositionOutputStream create(long blockSize) throws IOException {
    return HadoopStreams.wrap(place.create(name));
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSize) throws IOException {
    return create(blockSize);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }
}

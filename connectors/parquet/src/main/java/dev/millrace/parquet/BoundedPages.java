package dev.millrace.parquet;

import dev.millrace.core.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.HadoopParquetConfiguration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopCodecs;

/**
 * Pages of one column that are not larger than they should be: a few bytes may say that they unpack
 * to gigabytes, and a dictionary that it has more entries than it has bytes. Used by one thread.
 */
final class BoundedPages implements PageReader {
  /** Writers make pages of 1 MiB; the largest known are of 100 MB. */
  static final int MOST_BYTES = 128 << 20;

  /**
   * How a file is read: with the usual codecs, which unpack no more than a page may have.
   *
   * @param hadoop read already; to make one takes longer than to read a small file
   */
  static ParquetReadOptions options(Configuration hadoop) {
    ParquetConfiguration configuration = new HadoopParquetConfiguration(hadoop);
    return ParquetReadOptions.builder(configuration)
        .withCodecFactory(new BoundedCodecs(HadoopCodecs.newFactory(configuration, 0)))
        .build();
  }

  private final PageReader pages;
  private boolean isIndexed;

  BoundedPages(PageReader pages) {
    this.pages = pages;
  }

  /** Whether the values of the page that was read last are entries of the dictionary. */
  boolean isIndexed() {
    return isIndexed;
  }

  @Override
  public DictionaryPage readDictionaryPage() {
    DictionaryPage page = pages.readDictionaryPage();
    if (page != null && page.getDictionarySize() > page.getUncompressedSize()) {
      throw new SourceException(
          "a dictionary of "
              + page.getDictionarySize()
              + " entries in "
              + page.getUncompressedSize()
              + " bytes");
    }
    return page;
  }

  @Override
  public long getTotalValueCount() {
    return pages.getTotalValueCount();
  }

  @Override
  public DataPage readPage() {
    DataPage page = pages.readPage();
    if (page instanceof DataPageV1 first) {
      isIndexed = first.getValueEncoding().usesDictionary();
    } else if (page instanceof DataPageV2 second) {
      isIndexed = second.getDataEncoding().usesDictionary();
    }
    return page;
  }

  private record BoundedCodecs(CompressionCodecFactory codecs) implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
      return codecs.getCompressor(name);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
      return new BoundedDecompressor(codecs.getDecompressor(name));
    }

    @Override
    public void release() {
      codecs.release();
    }
  }

  private record BoundedDecompressor(CompressionCodecFactory.BytesInputDecompressor codec)
      implements CompressionCodecFactory.BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput packed, int bytes) throws IOException {
      return codec.decompress(packed, checked(bytes));
    }

    @Override
    public void decompress(ByteBuffer packed, int packedBytes, ByteBuffer out, int bytes)
        throws IOException {
      codec.decompress(packed, packedBytes, out, checked(bytes));
    }

    private static int checked(int bytes) {
      if (bytes < 0 || bytes > MOST_BYTES) {
        throw new SourceException(
            "a page of " + bytes + " bytes, limit " + MOST_BYTES + "; write smaller pages");
      }
      return bytes;
    }

    @Override
    public void release() {
      codec.release();
    }
  }
}

package dev.millrace.hadoop;

import dev.millrace.core.file.FileTree;
import java.net.URI;

/**
 * Opens files of data at {@code hdfs:} and {@code s3a:} URIs, for sources and sinks of files. Being
 * on the class path is enough:
 *
 * <pre>{@code
 * FileSource.csv(URI.create("hdfs://name-node:8020/trades"), Trade.class, FileOptions.defaults());
 * }</pre>
 *
 * <p>Settings and credentials come from {@code core-site.xml} and {@code hdfs-site.xml} on the
 * class path, on every machine that reads. {@code s3a:} needs {@code hadoop-aws} too.
 */
public final class HadoopFiles implements FileTree.Provider {
  /** For the service loader. */
  public HadoopFiles() {}

  @Override
  public boolean opens(String scheme) {
    return HadoopPaths.opens(scheme);
  }

  @Override
  public FileTree open(URI uri) {
    return uri.getScheme().equals(HadoopPaths.HDFS) ? new HdfsFileTree(uri) : new S3aFileTree(uri);
  }
}

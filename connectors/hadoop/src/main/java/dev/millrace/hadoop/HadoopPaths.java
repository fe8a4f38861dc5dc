package dev.millrace.hadoop;

import dev.millrace.core.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;

/** Places as users write them. */
final class HadoopPaths {
  static final String HDFS = "hdfs";
  static final String S3A = "s3a";

  private HadoopPaths() {}

  static boolean opens(String scheme) {
    return scheme.equals(HDFS) || scheme.equals(S3A);
  }

  /**
   * The path that is meant, with its file system.
   *
   * @param what is there, for messages
   */
  static Path qualified(URI uri, Configuration configuration, String what) {
    if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
      throw new ConfigurationException(
          "the URI of "
              + what
              + " is shown in messages, so it may hold no user and no key; give them by Hadoop's"
              + " configuration");
    }
    if (S3A.equals(uri.getScheme())) {
      requireClient(uri, configuration, what);
    }
    URI at = uri;
    if (uri.getAuthority() == null) {
      URI standard = FileSystem.getDefaultUri(configuration);
      if (!standard.getScheme().equals(uri.getScheme())) {
        throw new ConfigurationException(
            what
                + " at "
                + uri
                + " names no host, and fs.defaultFS is "
                + standard
                + "; write "
                + uri.getScheme()
                + "://host/…, or put core-site.xml on the class path");
      }
      at = standard;
    }
    String path = uri.getPath() == null || uri.getPath().isEmpty() ? "/" : uri.getPath();
    return new Path(at.getScheme(), at.getAuthority(), path);
  }

  /** The client of S3 is not part of this artifact, since it is large. */
  private static void requireClient(URI uri, Configuration configuration, String what) {
    try {
      FileSystem.getFileSystemClass(uri.getScheme(), configuration);
    } catch (IOException | RuntimeException | LinkageError e) {
      String version = VersionInfo.getVersion();
      throw new ConfigurationException(
          what
              + " at "
              + uri
              + " needs Hadoop's client for "
              + uri.getScheme()
              + ": put org.apache.hadoop:hadoop-aws:"
              + version
              + " and what it brings, the AWS SDK, on the class path (MILLRACE_CLASSPATH of the"
              + " millrace command)",
          e);
    }
  }
}

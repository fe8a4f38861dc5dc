package dev.millrace.yaml;

import dev.millrace.yaml.document.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** All kinds of sources and sinks: ours, and those that artifacts on the class path add. */
final class Extensions {
  private Extensions() {}

  static Kinds builtIn() {
    return kinds(List.of());
  }

  static Kinds all() {
    List<PipelineExtension> found = new ArrayList<>();
    ServiceLoader.load(PipelineExtension.class).forEach(found::add);
    return kinds(found);
  }

  private static Kinds kinds(List<PipelineExtension> others) {
    List<Class<? extends Record>> sources =
        new ArrayList<>(
            List.of(
                FileSources.Csv.class,
                FileSources.JsonLines.class,
                FileSources.TextLines.class,
                FileSources.WebLog.class,
                FileSources.Arff.class,
                FileSources.LibSvm.class,
                VwFiles.class,
                TailedLog.class,
                Kafka.KafkaTopic.class,
                NetworkSources.Socket.class,
                NetworkSources.Http.class,
                FeedSources.Messages.class,
                FeedSources.Events.class,
                Jdbc.JdbcTable.class,
                Parquet.ParquetFiles.class));
    List<Class<? extends Record>> sinks =
        new ArrayList<>(
            List.of(
                Sinks.Csv.class,
                Sinks.JsonLines.class,
                Sinks.Console.class,
                Kafka.KafkaOutput.class,
                Jdbc.JdbcOutput.class,
                Parquet.ParquetOutput.class));
    for (PipelineExtension other : others) {
      sources.addAll(other.sources());
      sinks.addAll(other.sinks());
    }
    return Kinds.none().with(SourceSpec.class, sources).with(SinkSpec.class, sinks);
  }
}

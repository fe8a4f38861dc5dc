package dev.millrace.kinesis;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Which shards there are; looks again from time to time. Used by one thread. */
final class Discovery {
  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

  private final KinesisOptions options;
  private final String stream;
  private Lineage lineage = new Lineage(List.of());
  private boolean isDue = true;
  private boolean isStopped;
  private long lookedNanos;

  Discovery(KinesisOptions options, String stream) {
    this.options = options;
    this.stream = stream;
  }

  /** As it was found last. */
  Lineage lineage() {
    return lineage;
  }

  /** Looks, if it is time to. */
  void refresh(long nowNanos) {
    boolean isOld = nowNanos - lookedNanos >= options.discovery().toNanos();
    if (isDue || (isOld && !isStopped)) {
      Lineage found = new Lineage(list());
      if (!found.shards().equals(lineage.shards())) {
        LOG.info("Kinesis stream {} has the shards {}", stream, found.shards());
      }
      lineage = found;
      lookedNanos = nowNanos;
      isDue = false;
    }
  }

  private List<Shard> list() {
    KinesisClient client = Streams.client(options);
    List<Shard> shards = new ArrayList<>();
    ListShardsRequest request = ListShardsRequest.builder().streamName(stream).build();
    while (true) {
      ListShardsResponse answer = client.listShards(request);
      shards.addAll(answer.shards());
      if (answer.nextToken() == null) {
        return shards;
      }
      request = ListShardsRequest.builder().nextToken(answer.nextToken()).build();
    }
  }

  /** A shard has ended: its children are there by now. */
  void hurry() {
    isDue = !isStopped;
  }

  /** What there is now is all there will be. */
  void stop() {
    isStopped = true;
  }
}

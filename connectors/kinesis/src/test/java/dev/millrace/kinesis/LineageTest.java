package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Shard 0 was split into 1 and 2, which was merged with 3 into 4; the parent of 3 has expired. */
class LineageTest {
  private static final Lineage LINEAGE =
      new Lineage(
          List.of(
              shard("4", "2", "3"),
              shard("0", null, null),
              shard("1", "0", null),
              shard("2", "0", null),
              shard("3", "expired", null)));

  private static Shard shard(String id, String parent, String otherParent) {
    return Shard.builder()
        .shardId(id)
        .parentShardId(parent)
        .adjacentParentShardId(otherParent)
        .sequenceNumberRange(range -> range.endingSequenceNumber(id.equals("0") ? "9" : null))
        .build();
  }

  private static List<String> readable(Set<String> begun, String... finished) {
    return LINEAGE.readable(begun, Set.of(finished)::contains);
  }

  @Test
  void shouldReadChildrenOnceAllTheirParentsAreFinished() {
    assertEquals(List.of("0", "3"), readable(Set.of()));
    assertEquals(List.of("0", "1", "2", "3"), readable(Set.of("0"), "0"));
    assertEquals(List.of("1", "2", "3"), readable(Set.of("0", "1"), "2"));
    assertEquals(List.of("1", "2", "3", "4"), readable(Set.of("0", "1", "2"), "2", "3"));
  }

  @Test
  void shouldTakeThoseForFinishedWhoseDescendantsWereBegun() {
    assertEquals(List.of("1", "4"), readable(Set.of("4")));
    assertEquals(Set.of("0", "2", "3"), LINEAGE.ancestors(Set.of("4")));
    assertTrue(LINEAGE.isClosed("0"));
    assertFalse(LINEAGE.isClosed("4"));
  }

  @Test
  void shouldPassOverOffsetsOfShardsThatHaveExpired() {
    assertEquals(List.of("0", "3"), readable(Set.of("expired")));
  }
}

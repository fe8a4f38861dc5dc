package dev.millrace.notebooks.sentiment;

import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.TextOptions;
import dev.millrace.ml.instance.FeatureExtractor;

/** What learners are told of a tweet. */
final class TweetFeatures {
  private static final int SLOTS = 1 << 14;

  private TweetFeatures() {}

  /** Its words and pairs of words, hashed. */
  static FeatureExtractor<Tweet> of() {
    return Features.<Tweet>of()
        .hashedText("text", Tweet::text, TextOptions.slots(SLOTS).withNGrams(2))
        .labelClass(Tweet::label, "positive", "negative")
        .build();
  }
}

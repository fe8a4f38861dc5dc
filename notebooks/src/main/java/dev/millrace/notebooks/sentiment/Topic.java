package dev.millrace.notebooks.sentiment;

import java.util.Locale;
import java.util.regex.Pattern;

/** What tweets are about; the first one that is named counts. */
enum Topic {
  POLITICS("trump|clinton|obama|election|brexit|vote|maga|tcot"),
  MIDDLE_EAST("isis|israel|palestin|syria|mosul|yemen|hamas|iraq|gaza|aleppo"),
  SPORTS("nba|fcb|messi|ronaldo|football|spurs|chelsea|game"),
  SCREEN("thisisus|walkingdead|fantasticbeasts|westworld|netflix|gilmore|movie"),
  OTHER("");

  private final Pattern words;

  Topic(String words) {
    this.words = Pattern.compile(words);
  }

  /** What a text is about, by words and parts of words in it. */
  static Topic of(String text) {
    String lowerCase = text.toLowerCase(Locale.ROOT);
    for (Topic topic : values()) {
      if (topic.words.matcher(lowerCase).find()) {
        return topic;
      }
    }
    throw new AssertionError("every text is of some topic");
  }
}

package dev.millrace.http.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** All that the page can do, without a mouse. */
class KeyboardTest extends PageTest {
  /** What can be operated, in the order of the page. */
  private static final String STOPS =
      "[...document.querySelectorAll('a[href], button, select, input, summary, [tabindex]')]"
          + ".filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility())";

  /** The name of an element, marked if nobody can see that it has the focus. */
  private static final String NAME =
      "e => { const s = getComputedStyle(e); const r = e.getBoundingClientRect();"
          + " const seen = e !== document.activeElement"
          + " || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2"
          + " && r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth;"
          + " return (seen ? '' : 'unseen: ') + (e.labels?.[0]?.querySelector('span').textContent"
          + " ?? e.getAttribute('aria-label') ?? e.textContent); }";

  @TempDir Path directory;

  private static String at() {
    return (String) browser.eval("(" + NAME + ")(document.activeElement)");
  }

  private static List<?> names(String elements) {
    return (List<?>) browser.eval(elements + ".map(" + NAME + ")");
  }

  /** Tabs on until there. */
  private static void tabTo(String name) {
    List<?> next =
        names(STOPS + ".filter(e => document.activeElement.compareDocumentPosition(e) & 4)");
    assertTrue(next.contains(name), name + " does not come, but " + next);
    press(Keys.TAB.toString().repeat(next.indexOf(name) + 1));
    assertEquals(name, at());
  }

  private static void press(CharSequence keys) {
    browser.focused().sendKeys(keys);
  }

  private static void awaitText(String css, String text) {
    browser.await("document.querySelector('" + css + "').textContent === '" + text + "'");
  }

  @Test
  void shouldBeUsableByKeyboard() throws Exception {
    look(
        shown -> {
          browser.find("body").sendKeys(Keys.TAB);
          assertEquals("Skip to the figures", browser.focused().getText());
          browser.find("#theme").sendKeys(Keys.ENTER);
          assertEquals("light", browser.eval("document.documentElement.dataset.theme"));
          browser.find("#theme").sendKeys(Keys.ENTER);
          assertEquals("dark", browser.eval("document.documentElement.dataset.theme"));
          browser.find("#theme").sendKeys(Keys.ENTER);
          assertEquals("Theme: auto", browser.find("#theme").getText());
        });
  }

  @Test
  void shouldComeToAllThatCanBeOperatedAndShowWhereItIs() throws Exception {
    look(
        shown -> {
          browser.eval(
              "(window.passed = [], document.addEventListener('focusin',"
                  + " ({target: e}) => window.passed.push(("
                  + NAME
                  + ")(e))))");
          List<?> stops = names(STOPS);
          press(Keys.TAB.toString().repeat(stops.size()));
          assertEquals(stops, browser.eval("window.passed"));
          for (String each : List.of("Figure", "Learner", "Said by", "explain")) {
            assertTrue(stops.contains(each), stops + " without " + each);
          }
        });
  }

  @Test
  void shouldChooseByKeys() throws Exception {
    look(
        shown -> {
          tabTo("Figure");
          press(Keys.ARROW_DOWN);
          awaitText("#curves figcaption span", "PR AUC, last rows");
          press(Keys.TAB);
          press(Keys.SPACE);
          awaitText("#curves figcaption span", "PR AUC, all rows");
          tabTo("Learner");
          press(Keys.ARROW_DOWN);
          awaitText(".bars caption", "Weights of majority");
          tabTo("Said by");
          press(Keys.ARROW_DOWN);
          awaitText("#predictions-view summary", "features");
          press(Keys.ARROW_UP);
          awaitText("#predictions-view summary", "explain");
          tabTo("explain");
          push(shown.queue(), 3_000, 3_200);
          browser.await(tile("Rows", "3,200"));
          assertEquals("explain", at(), "what comes in does not take the focus away");
        });
  }

  @Test
  void shouldPinAndRollBackByKeys() throws Exception {
    keep(
        directory,
        (versions, model) -> {
          unlock();
          assertEquals("MAIN", browser.eval("document.activeElement.tagName"));
          tabTo("Pin version 17");
          press(Keys.ENTER);
          browser.await("document.querySelector('[aria-label=\"Unpin version 17\"]') !== null");
          assertTrue(versions.list().get(0).pinned());
          assertEquals("Unpin version 17", at());
          press(Keys.TAB);
          assertEquals("Roll champion back to version 17", at());
          press(Keys.SPACE);
          browser.await(
              "document.getElementById('versions-view').textContent.includes('version 17, held')");
          assertTrue(model.isHeld());
          assertEquals("Roll champion back to version 17", at());
          browser.find("[aria-label^='Let champion answer']").sendKeys(Keys.ENTER);
          browser.await("!document.getElementById('versions-view').textContent.includes('held')");
          assertFalse(model.isHeld());
          assertEquals("Model versions", at(), "the button is gone");
        });
  }
}

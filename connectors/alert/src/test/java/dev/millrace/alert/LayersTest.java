package dev.millrace.alert;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
  private final JavaClasses alert =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.millrace.alert");

  @Test
  void shouldKnowCoreOnlyAndNothingInternal() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.millrace.alert..",
            "dev.millrace.core..",
            "java..",
            "javax.crypto..",
            "jakarta.mail..",
            "org.eclipse.angus.mail..",
            "com.fasterxml.jackson.core..",
            "org.slf4j..")
        .check(alert);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.millrace.core.internal..")
        .check(alert);
  }

  @Test
  void shouldShowUsersNoMoreThanTheyNeed() {
    classes()
        .that()
        .arePublic()
        .should()
        .haveNameMatching(
            "dev\\.millrace\\.alert\\."
                + "(Secret|(Webhook|Mail|Log)Sink|(Webhook|Mail|Retry)Options(\\$\\w+)?)")
        .check(alert);
  }
}

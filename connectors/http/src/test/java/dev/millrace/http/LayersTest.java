package dev.millrace.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayersTest {
  private static final Set<String> FOR_USERS =
      Set.of(
          "PredictionServer",
          "ServerOptions",
          "BearerToken",
          "Site",
          "Site\\$Document",
          "Site\\$Action",
          "Site\\$Answer",
          "Operations",
          "EventStream",
          "HttpSource",
          "dashboard\\.Dashboard",
          "dashboard\\.DashboardOptions",
          "dashboard\\.Mark",
          "dashboard\\.Mark\\$Kind");

  private final JavaClasses http =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.millrace.http");

  @Test
  void shouldKnowCoreAndMlOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.millrace.http..",
            "dev.millrace.core..",
            "dev.millrace.ml..",
            "java..",
            "org.eclipse.jetty..",
            "com.fasterxml.jackson.core..",
            "org.slf4j..")
        .check(http);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.millrace.core.internal..", "dev.millrace.ml.internal..")
        .check(http);
  }

  @Test
  void shouldServeModelsWithoutTheDashboard() {
    noClasses()
        .that()
        .resideInAPackage("dev.millrace.http")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.millrace.http.dashboard")
        .check(http);
  }

  @Test
  void shouldShowUsersNoMoreThanTheyNeed() {
    classes()
        .that()
        .arePublic()
        .should()
        .haveNameMatching("dev\\.millrace\\.http\\.(" + String.join("|", FOR_USERS) + ")")
        .check(http);
  }
}

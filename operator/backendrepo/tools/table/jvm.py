"""Tools of the JVM: phases of Maven and tasks of Gradle, whatever stands between them and the program."""

from collections.abc import Callable, Iterator

from backendrepo.lazy import regex
from backendrepo.tools.call import Call
from backendrepo.tools.tool import Tool
from backendrepo.tools.use import Kind, Use

_MAVEN = "mvn, mvnw, mvnd"
_GRADLE = "gradle, gradlew"
_SKIPPED = regex(r"-D(?:skipTests|maven\.test\.skip)(?:=true)?")


def _asks(*goals: str) -> Callable[[Use, Call], Iterator[Use]]:
    """Return what yields a use where one of these goals is asked for, and not left out."""

    def asked(use: Use, call: Call) -> Iterator[Use]:
        names = {operand.rpartition(":")[2] if operand.count(":") < 2 else operand for operand in call.operands}
        names |= {operand.partition("@")[0] for operand in call.operands}
        left_out = set(goals) & set(call.values("-x --exclude-task"))
        skipped = use.kind is Kind.TEST and any(_SKIPPED.fullmatch(word) for word in call.command.argv)
        if names & set(goals) and not left_out and not skipped:
            yield use

    return asked


def _maven(kind: Kind, *goals: str) -> Tool:
    valued = "-f --file -P -pl --projects -T -s --settings -l -rf"
    return Tool(_MAVEN, kind, "jvm", valued=valued, operands="", more=_asks(*goals))


def _gradle(kind: Kind, *tasks: str) -> Tool:
    valued = "-p --project-dir -x --exclude-task -b --build-file -c --settings-file --tests -I --init-script"
    return Tool(_GRADLE, kind, "jvm", valued=valued, operands="", more=_asks(*tasks), never="-m --dry-run")


TOOLS = (
    _maven(Kind.TEST, "test", "verify", "install", "package", "deploy", "integration-test"),
    _maven(Kind.FORMAT, "spotless:check", "fmt:check", "formatter:validate", "ktlint:check"),
    _maven(Kind.LINT, "checkstyle:check", "pmd:check", "spotbugs:check", "detekt:check"),
    _maven(Kind.TYPECHECK, "compile", "test-compile"),
    _maven(Kind.COVERAGE, "jacoco:check"),
    _maven(Kind.MIGRATION_SMOKE, "flyway:validate", "liquibase:validate"),
    _maven(Kind.MIGRATION_APPLY, "flyway:migrate", "liquibase:update"),
    _gradle(Kind.TEST, "test", "check", "build", "integrationTest"),
    _gradle(Kind.FORMAT, "spotlessCheck", "ktlintCheck"),
    _gradle(Kind.LINT, "checkstyleMain", "pmdMain", "spotbugsMain", "detekt"),
    _gradle(Kind.COVERAGE, "jacocoTestCoverageVerification", "koverVerify"),
    _gradle(Kind.MIGRATION_SMOKE, "flywayValidate"),
    _gradle(Kind.MIGRATION_APPLY, "flywayMigrate", "liquibaseUpdate"),
)

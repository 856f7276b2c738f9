internal import ArgumentParser
internal import MillwrightDevice
internal import Runtime
internal import Settings

/// How commands end: one line that sums up, and a status that scripts can trust.
enum Reporting {
    /// Runs a command's body; an error with a code is printed with it and becomes a status, 1 for most.
    static func run(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let refusal as APIRefusal {
            Terminal.say("millwright: \(refusal)")
            throw refusal.exitStatus.code
        } catch let error as CommandFailure where error.code == "UNAUTHENTICATED" {
            Terminal.say("millwright: \(error)")
            throw ExitStatus.notPermitted.code
        } catch let error as ConfigurationMistakes {
            for mistake in error.list { Terminal.say(mistake.description) }
            throw ExitCode(ConfigurationMistakes.exitStatus)
        } catch let error as any CodedError {
            Terminal.say("millwright: \(error)")
            throw ExitCode.failure
        }
    }

    /// Prints what became of the messages; throws status 1 when something was not acknowledged.
    static func close(_ counters: DeliveryCounters, badLines: Int = 0, seconds: Double) throws {
        Terminal.clear()
        let failed = Int(counters.failed + counters.refused) + badLines
        let rate = seconds > 0 ? Double(counters.acknowledged) / seconds : 0
        print(
            "sent \(counters.sent), acknowledged \(counters.acknowledged), failed \(failed),",
            "in \(decimal(seconds)) s (\(Int(rate)) a second)")
        if failed > 0 || counters.acknowledged < counters.submitted { throw ExitCode.failure }
    }

    /// A number with one decimal.
    static func decimal(_ value: Double) -> String { String((value * 10).rounded() / 10) }
}

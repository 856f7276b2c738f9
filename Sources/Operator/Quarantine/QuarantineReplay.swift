internal import ArgumentParser
internal import Runtime

/// The command `millwright quarantine replay`.
struct QuarantineReplay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Takes records in as if they came now.",
        discussion: """
            Each is taken in whole or stays as it is. Ends with status 1 when one could not be taken in, after all were
            tried.
            """)

    @OptionGroup(title: "Hub or agent") var options: ClientOptions
    @Argument(help: "Their numbers in the list.") var ids: [Int64]

    func run() async throws {
        try await Reporting.run {
            let client = try options.client()
            var failed = 0
            for id in ids {
                do {
                    _ = try await client.call(.post, QuarantinePath.one(id, client.target) + "/replay")
                    print("\(id): taken in")
                } catch let refusal as APIRefusal where (404...422).contains(refusal.status) {
                    Terminal.say("\(id): \(refusal)")
                    failed += 1
                }
            }
            if failed > 0 { throw ExitStatus.failure.code }
        }
    }
}

internal import ArgumentParser
internal import Glibc
internal import HubStore
internal import HubTenancy
internal import NIOPosix

/// Says what stands in the way of the hub's work, one line for each thing that was looked at.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check configuration, database, schema, rights, authority and the console's files.")

    @OptionGroup var options: ConfigOptions

    func run() async throws {
        let settings = try options.load()
        var isWell = true
        func report(_ name: String, _ check: () async throws -> String) async {
            do {
                Terminal.say("ok      \(name): \(try await check())")
            } catch {
                isWell = false
                Terminal.say("FAILED  \(name): \(error)")
            }
        }
        await report("configuration") { "\(settings.reports.count) settings, the secret is strong enough" }
        await report("plans") { "\(try PlansFile.load(settings.plansFile).count) in \(settings.plansFile)" }
        await report("schema") { try await Self.schema(settings) }
        await report("row-level security") { try await Self.role(settings) }
        await report("authority") { try Self.authority(settings.authority.folder) }
        await report("console") { try Self.console(settings.consoleFolder) }
        if !isWell { throw ExitCode(1) }
    }

    private static func schema(_ settings: HubSettings) async throws -> String {
        let state = try await NIOThreadPool.singleton.runIfActive {
            try SchemaMigrator(settings.database.options).state()
        }
        guard state.isCurrent else { throw SchemaNotCurrent(state: state) }
        return "version \(state.database)"
    }

    private static func role(_ settings: HubSettings) async throws -> String {
        var options = settings.database.options
        options.connections = 1
        let pool = PostgresPool(options)
        defer { pool.shutDown() }
        return try await AccountStore(pool).describeRole()
    }

    private static func authority(_ path: String) throws -> String {
        let folder = AuthorityFolder(path: path)
        guard let authority = try folder.read() else {
            return "none in \(path) yet; the hub makes it at its first start"
        }
        return "\(folder.file), fingerprint \(authority.fingerprint)"
    }

    private static func console(_ folder: String) throws -> String {
        guard access("\(folder)/index.html", R_OK) == 0 else { throw ConsoleMissing(detail: "no \(folder)/index.html") }
        guard access("\(folder)/vendor", R_OK) == 0 else {
            throw ConsoleMissing(detail: "the browser's libraries are missing; run: make web")
        }
        return folder
    }
}

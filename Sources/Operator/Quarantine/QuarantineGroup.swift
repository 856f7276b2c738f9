internal import ArgumentParser

/// The commands `millwright quarantine …`.
struct QuarantineGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Looks at what could not be taken in, replays it or drops it.",
        discussion: """
            At a hub these are records of agents' streams; on a gateway (--agent SOCKET) messages of devices. A replay
            takes a record in as if it came now, by what the program and the profiles know now.
            """,
        subcommands: [QuarantineList.self, QuarantineShow.self, QuarantineReplay.self, QuarantineDrop.self])
}

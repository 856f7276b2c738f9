internal import ArgumentParser

/// The commands of `millwright conflicts …`.
struct ConflictsGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts",
        abstract: "Shows and decides edits of hub and gateway that did not know each other.",
        discussion: """
            Works on the hub, and on a gateway on its agent, also offline (--agent).
            Ends with 0 when none is open or what was asked is done, 2 when open ones exist, 3 when somebody else was
            faster (look again), 4 when you may not, 1 for anything else.
            """,
        subcommands: [
            ConflictsList.self, ConflictsShow.self, ConflictsDiff.self, ConflictsClaim.self, ConflictsResolve.self,
            ConflictsUndo.self, ConflictsReplay.self, ConflictsExport.self, ConflictsWatch.self, ConflictsPolicy.self,
        ])
}

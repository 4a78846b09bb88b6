using Vitrine.Decoder;
using Vitrine.Decoder.Sealing;

// vitrine-decoder --read FOLDER ... : started by the site, spoken to over stdin and stdout. Not for people.
if (!Seal.IsOuterDone) Seal.CloseOuterAndStartAgain(args);

Libvips.Prepare();
var inForce = Seal.CloseInner();
return await Conversation.RunAsync(inForce);

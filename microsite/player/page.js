// The page around the player.
document.documentElement.classList.add("scripted");
